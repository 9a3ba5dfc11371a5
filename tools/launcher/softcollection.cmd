@echo off
node "%~dp0..\dist\bootstrap\main.js" %*
